/** Where the server is, and as whom this page asks it: `config.json` beside the page. */
export interface Config {
  readonly server: string;
  readonly clientId: string;
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch("config.json", { cache: "no-store" });
  if (!answer.ok) {
    throw new Error("There is no config.json beside this page. The README says what goes into it.");
  }
  return (await answer.json()) as Config;
}
