using System.Text;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using Newtonsoft.Json;
using OnePassword.Events.Benchmarks.Rival;
using OnePassword.Events.Emulator;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace OnePassword.Events.Benchmarks;

/// <summary>
/// A page of 1,000 events in memory becomes objects: by the generated readers, by Newtonsoft over the same types, and by a
/// client over the source generator of System.Text.Json that keeps the same data, which is the measure.
/// </summary>
[Config(typeof(PerEvent))]
public class PageReadingBenchmarks
{
    private const int Events = 1_000;

    private static readonly Newtonsoft.Json.JsonSerializer Converting = Newtonsoft.Json.JsonSerializer.Create();

    private byte[] _page = null!;
    private Func<byte[], object> _generated = null!;
    private Func<byte[], object> _converted = null!;
    private Func<byte[], object> _sourceGenerated = null!;

    [ParamsAllValues]
    public EmulatorFeed Feed { get; set; }

    /// <summary>Whether events have fields that no specification names.</summary>
    [ParamsAllValues]
    public bool UnknownFields { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _page = PageAsync().GetAwaiter().GetResult(); // The toolchain waits for no setup.
        switch (Feed)
        {
            case EmulatorFeed.AuditEvents:
                Use<V2.AuditEventItems, AuditEvent>(V2.AuditEventItemsReader.TryRead, RivalContext.Default.PageAuditEvent);
                break;
            case EmulatorFeed.ItemUsages:
                Use<V2.ItemUsageItems, ItemUsage>(V2.ItemUsageItemsReader.TryRead, RivalContext.Default.PageItemUsage);
                break;
            default:
                Use<V2.SignInAttemptItems, SignInAttempt>(V2.SignInAttemptItemsReader.TryRead, RivalContext.Default.PageSignInAttempt);
                break;
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public object Generated() => _generated(_page);

    [Benchmark(OperationsPerInvoke = Events)]
    public object Converters() => _converted(_page);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public object SourceGenerated() => _sourceGenerated(_page);

    private void Use<TPage, TEvent>(WireRead<TPage> read, JsonTypeInfo<Page<TEvent>> type)
        where TPage : class
    {
        _generated = page => WireReader.Parse(page, read);
        _converted = page =>
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(page), Encoding.UTF8)) { MaxDepth = 512 };
            return Converting.Deserialize<TPage>(reader)!;
        };
        _sourceGenerated = page => JsonSerializer.Deserialize(page, type)!;
    }

    private async Task<byte[]> PageAsync()
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { EventsPerFeed = Events, UnknownFields = UnknownFields });
        var events = emulator.ReadAll(Feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span));
        return Encoding.UTF8.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{{string.Join(',', events)}}]}""");
    }

    private sealed class PerEvent : ManualConfig
    {
        public PerEvent() => AddColumn(StatisticColumn.OperationsPerSecond, StatisticColumn.Min);
    }
}
