using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks;

/// <summary>Pages of 1,000 events in memory, as the emulator creates them.</summary>
internal static class EmulatedPages
{
    public const int Size = 1_000;

    /// <summary>Returns one page, the last of its feed.</summary>
    public static byte[] One(EmulatorFeed feed, bool unknownFields = false) =>
        ReadAsync(feed, 1, unknownFields).GetAwaiter().GetResult()[0]; // BenchmarkDotNet's toolchain does not await a setup.

    /// <summary>Returns pages with different cursors. Only the last one has no more.</summary>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(EmulatorFeed feed, int count, bool unknownFields = false)
    {
        var options = new EmulatorOptions { EventsPerFeed = count * Size, UnknownFields = unknownFields };
        await using var emulator = await EventsEmulator.StartAsync(options);
        var chunks = emulator.ReadAll(feed, EmulatorApi.V2).Chunk(Size);
        return [.. chunks.Select((events, number) => Write(events, number, number < count - 1))];
    }

    private static byte[] Write(ReadOnlyMemory<byte>[] events, int number, bool hasMore)
    {
        var items = string.Join(',', events.Select(json => Encoding.UTF8.GetString(json.Span)));
        return Encoding.UTF8.GetBytes($$"""{"cursor":"c{{number}}","has_more":{{(hasMore ? "true" : "false")}},"items":[{{items}}]}""");
    }
}
