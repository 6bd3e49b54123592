using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Generation;

/// <summary>Measures the allocations of the process, so no other test may run.</summary>
[NonParallelizable]
public sealed class GenerationMemoryTests
{
    private const int Megabyte = 1 << 20;

    [Test]
    public async Task A_million_events_take_no_memory_until_they_are_served()
    {
        await MeasureAsync(1_000); // Warm up: exclude compiled code and pools.

        var allocated = await MeasureAsync(1_000_000);

        Assert.That(allocated, Is.LessThan(6 * Megabyte), "That is less than six bytes per event.");
    }

    [Test]
    public async Task A_hundredth_of_the_span_contains_a_hundredth_of_a_million_events()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 1_000_000 });

        var pages = await api.DrainAsync(Api.Audit, Last(864));

        Assert.That(pages.Sum(page => page.Items.Count), Is.EqualTo(10_000).Within(2), "a hundredth of the span");
        Assert.That(pages.SelectMany(page => page.Uuids), Is.Unique);
    }

    private static string Last(double seconds) =>
        $$"""{"limit":1000,"start_time":"{{Api.Iso(Api.Now - TimeSpan.FromSeconds(seconds))}}"}""";

    private static async Task<long> MeasureAsync(int events)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await using var api = await Api.StartAsync(new() { EventsPerFeed = events });
        using var response = await api.PostAsync(Api.Usages, Last(80));
        Assert.That(response.IsSuccessStatusCode);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
