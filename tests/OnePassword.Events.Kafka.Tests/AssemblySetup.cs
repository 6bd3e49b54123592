[assembly: Category("Kafka")]
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)] // On 2 cores as well: most tests wait for a timer of librdkafka.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
