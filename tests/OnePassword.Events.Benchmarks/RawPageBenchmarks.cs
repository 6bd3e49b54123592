using BenchmarkDotNet.Attributes;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks;

/// <summary>Locates the events of a page of 1,000 events in memory: with the library, and with Utf8JsonReader alone.</summary>
[Config(typeof(PerEvent))]
public class RawPageBenchmarks
{
    private byte[] _page = null!;

    [ParamsAllValues]
    public EmulatorFeed Feed { get; set; }

    [GlobalSetup]
    public void SetUp() => _page = EmulatedPages.One(Feed);

    [Benchmark(OperationsPerInvoke = EmulatedPages.Size)]
    public int Library()
    {
        using var page = RawEventPage.Parse(_page);
        return page.Items.Count;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = EmulatedPages.Size)]
    public int ReaderAlone() => BareCutter.Cut(_page).Items.Count;
}
