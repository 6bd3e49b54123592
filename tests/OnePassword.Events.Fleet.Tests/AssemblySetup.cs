[assembly: Category("Fleet")]
[assembly: OnePassword.Events.Testing.Databases.RequiresPostgreSql]
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)] // On 2 cores as well: most tests wait for nodes.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
