[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)] // On 2 cores as well: most tests wait for another process or for a retry.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: OnePassword.Events.Cli.Tests.Support.StartsTool]
