"""The scorecard of the Drive Systems division."""
