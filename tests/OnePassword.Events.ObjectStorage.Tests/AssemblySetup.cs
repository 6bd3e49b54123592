[assembly: Category("ObjectStorage")]
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)] // On 2 cores as well: most tests wait for a server.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
