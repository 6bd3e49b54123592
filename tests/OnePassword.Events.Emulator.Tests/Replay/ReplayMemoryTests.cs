using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

/// <summary>Measures the allocations of the process, so no other test may run.</summary>
[NonParallelizable]
public sealed class ReplayMemoryTests
{
    private const int Megabyte = 1 << 20;

    [Test]
    public async Task A_replayed_history_is_not_loaded_into_memory()
    {
        const int Count = 50_000;
        using var history = new History();
        var rest = $",\"rest\":\"{new string('x', 900)}\"}}";
        var lines = Enumerable.Range(0, Count).Select(number => History.Event($"{number}")[..^1] + rest);
        await File.WriteAllLinesAsync(history["auditevents.ndjson"], lines);
        Assert.That(new FileInfo(history["auditevents.ndjson"]).Length, Is.GreaterThan(45 * Megabyte));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await using var api = await history.ReplayAsync();
        using var response = await api.PostAsync(Api.Audit, """{"limit":1000,"start_time":"2020-01-01T00:00:00Z"}""");
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.That(response.IsSuccessStatusCode);
        Assert.That(allocated, Is.LessThan(12 * Megabyte), "The index and a page need less.");
    }
}
