using System.Text;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using Newtonsoft.Json;
using OnePassword.Events.Benchmarks.DefaultNSwag;
using OnePassword.Events.Benchmarks.Rival;
using OnePassword.Events.Emulator;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace OnePassword.Events.Benchmarks;

/// <summary>
/// Parses a page of 1,000 events in memory to objects with the generated readers, Newtonsoft and the same types, and the default
/// output of NSwag. The baseline is the source generator of System.Text.Json with types of the same content.
/// </summary>
[Config(typeof(PerEvent))]
public class PageReadingBenchmarks
{
    private static readonly Newtonsoft.Json.JsonSerializer Converting = Newtonsoft.Json.JsonSerializer.Create();
    private static readonly DefaultReader Default = new();

    private byte[] _page = null!;
    private Func<byte[], object> _generated = null!;
    private Func<byte[], object> _converted = null!;
    private Func<byte[], object> _default = null!;
    private Func<byte[], object> _sourceGenerated = null!;

    [ParamsAllValues]
    public EmulatorFeed Feed { get; set; }

    /// <summary>
    /// Whether events have fields and enum values that the specification does not contain. NSwag's code throws on such a value.
    /// </summary>
    [ParamsAllValues]
    public bool UnknownFields { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _page = EmulatedPages.One(Feed, UnknownFields);
        switch (Feed)
        {
            case EmulatorFeed.AuditEvents:
                Use<V2.AuditEventItems, DefaultNSwag.AuditEventItems, Rival.AuditEvent>(
                    V2.AuditEventItemsReader.TryRead, RivalContext.Default.PageAuditEvent);
                break;
            case EmulatorFeed.ItemUsages:
                Use<V2.ItemUsageItems, DefaultNSwag.ItemUsageItems, Rival.ItemUsage>(
                    V2.ItemUsageItemsReader.TryRead, RivalContext.Default.PageItemUsage);
                break;
            default:
                Use<V2.SignInAttemptItems, DefaultNSwag.SignInAttemptItems, Rival.SignInAttempt>(
                    V2.SignInAttemptItemsReader.TryRead, RivalContext.Default.PageSignInAttempt);
                break;
        }
    }

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public object Generated() => _generated(_page);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public object Converters() => _converted(_page);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public object DefaultOutput() => _default(_page);

    [Benchmark(Baseline = true, OperationsPerInvoke = EmulatedPages.Size)]
    public object SourceGenerated() => _sourceGenerated(_page);

    private void Use<TPage, TDefault, TEvent>(ReadObject<TPage> read, JsonTypeInfo<Page<TEvent>> type)
        where TPage : class
        where TDefault : class
    {
        _generated = page => WireReader.Parse(page, read);
        _converted = page =>
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(page), Encoding.UTF8)) { MaxDepth = 512 };
            return Converting.Deserialize<TPage>(reader)!;
        };
        // Everything is in memory, so nothing is awaited.
        _default = page => Default.ReadAsync<TDefault>(page).GetAwaiter().GetResult();
        _sourceGenerated = page => JsonSerializer.Deserialize(page, type)!;
    }
}
