using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace OnePassword.Events.Testing.Brokers;

/// <summary>The mock cluster of librdkafka, which runs in the process. It returns the errors that a test queues.</summary>
internal sealed class MockCluster : TestCluster
{
    /// <summary>The numbers of requests in the protocol.</summary>
    public const short Produce = 0, Fetch = 1, ListOffsets = 2, FindCoordinator = 10, InitProducerId = 22, AddPartitionsToTxn = 24, EndTxn = 26, DescribeConfigs = 32;

    private const int Broker = 1;

    private static readonly Lazy<nint> Library = new(Find);

    private readonly IProducer<Null, Null> _host;
    private readonly nint _cluster;

    public MockCluster()
    {
        var config = new ProducerConfig { BootstrapServers = "ignored" };
        config.Set("test.mock.num.brokers", "1");
        _host = new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).Build();
        var property = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.NonPublic | BindingFlags.Instance)!;
        var handle = ((SafeHandle)property.GetValue(_host.Handle)!).DangerousGetHandle();
        _cluster = Function<OfHandle>("rd_kafka_handle_mock_cluster")(handle);
        Client = new() { BootstrapServers = Marshal.PtrToStringUTF8(Function<OfHandle>("rd_kafka_mock_cluster_bootstraps")(_cluster)) };
        _ = Function<WithBroker>("rd_kafka_mock_set_controller_id")(_cluster, Broker);
    }

    private delegate nint OfHandle(nint handle);

    private delegate short OfRequest(nint request);

    private delegate void Tracking(nint cluster);

    private delegate nint Tracked(nint cluster, out nuint count);

    private delegate int WithBroker(nint cluster, int broker);

    private delegate int WithTopic(nint cluster, byte[] topic, int partitions, int replicas);

    private delegate void WithErrors(nint cluster, short request, nuint count, int[] errors);

    public override ClientConfig Client { get; }

    /// <summary>Lets the next requests of a kind fail.</summary>
    public void Fail(short request, params ErrorCode[] errors) => Function<WithErrors>("rd_kafka_mock_push_request_errors_array")(
        _cluster, request, (nuint)errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>Keeps the requests from now on.</summary>
    public void Track() => Function<Tracking>("rd_kafka_mock_start_request_tracking")(_cluster);

    /// <summary>Returns the kinds of the kept requests, in their order.</summary>
    public IReadOnlyList<short> Requests()
    {
        var requests = Function<Tracked>("rd_kafka_mock_get_requests")(_cluster, out var count);
        return [.. Enumerable.Range(0, (int)count)
            .Select(i => Function<OfRequest>("rd_kafka_mock_request_api_key")(Marshal.ReadIntPtr(requests, i * IntPtr.Size)))];
    }

    /// <summary>Closes the port of the broker.</summary>
    public void Stop() => Function<WithBroker>("rd_kafka_mock_broker_set_down")(_cluster, Broker);

    public override void Dispose() => _host.Dispose();

    protected override Task CreateTopicsAsync()
    {
        var create = Function<WithTopic>("rd_kafka_mock_topic_create");
        _ = create(_cluster, Encoding.UTF8.GetBytes(Options.Topic + "\0"), 3, 1);
        _ = create(_cluster, Encoding.UTF8.GetBytes(Options.CheckpointTopic + "\0"), 1, 1);
        return Task.CompletedTask;
    }

    private static T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library.Value, name));

    // Confluent.Kafka has several builds of the library, and loads the first that works.
    private static nint Find()
    {
        using var process = Process.GetCurrentProcess();
        return NativeLibrary.Load(process.Modules.Cast<ProcessModule>()
            .First(module => module.ModuleName.Contains("librdkafka", StringComparison.Ordinal)).FileName);
    }
}
