using System.Buffers;
using BenchmarkDotNet.Attributes;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks;

/// <summary>Writes the events of a page of 1,000 events in memory as lines of each format.</summary>
[Config(typeof(PerEvent))]
public class FormatBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 22);
    private RawEventPage _page = null!;
    private EventOrigin _origin = null!;

    [ParamsAllValues]
    public EmulatorFeed Feed { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _page = RawEventPage.Parse(EmulatedPages.One(Feed));
        _origin = new EventOrigin
        {
            Account = "acme",
            AccountUuid = "M4E2SWNZAZFTRGQGDNS2E5A4MU",
            Feed = FeedNames.All[(int)Feed],
            Host = "events.1password.com",
            ReadAt = DateTimeOffset.UnixEpoch,
        };
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = EmulatedPages.Size)]
    public int Raw() => Write(EventFormat.Raw);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public int Envelope() => Write(EventFormat.Envelope);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public int Ecs() => Write(EventFormat.Ecs);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public int Ocsf() => Write(EventFormat.Ocsf);

    // The least that a mapping must do.
    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public int ParseAlone()
    {
        var tokens = 0;
        for (var index = 0; index < _page.Items.Count; index++)
        {
            var json = new System.Text.Json.Utf8JsonReader(_page.Items[index].Json.Span);
            while (json.Read())
                tokens++;
        }
        return tokens;
    }

    private int Write(EventFormat format)
    {
        _output.ResetWrittenCount();
        for (var index = 0; index < _page.Items.Count; index++)
        {
            format.Write(_page.Items[index], _origin, _output);
            _output.Write("\n"u8);
        }
        return _output.WrittenCount;
    }
}
