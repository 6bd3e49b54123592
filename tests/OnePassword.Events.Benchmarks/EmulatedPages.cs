using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks;

/// <summary>Pages of 1,000 events as the emulator writes them, in memory.</summary>
internal static class EmulatedPages
{
    public const int Size = 1_000;

    /// <summary>One page, the last of its feed.</summary>
    public static byte[] One(EmulatorFeed feed, bool unknownFields = false) =>
        ReadAsync(feed, 1, unknownFields).GetAwaiter().GetResult()[0]; // BenchmarkDotNet's toolchain waits for no setup.

    /// <summary>Pages with a cursor each; after all but the last there is more.</summary>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(EmulatorFeed feed, int count, bool unknownFields = false)
    {
        await using var emulator = await EventsEmulator.StartAsync(new() { EventsPerFeed = count * Size, UnknownFields = unknownFields });
        return [.. emulator.ReadAll(feed, EmulatorApi.V2).Chunk(Size).Select((events, number) => Write(events, number, number < count - 1))];
    }

    private static byte[] Write(ReadOnlyMemory<byte>[] events, int number, bool hasMore) => Encoding.UTF8.GetBytes(
        $$"""{"cursor":"c{{number}}","has_more":{{(hasMore ? "true" : "false")}},"items":[{{string.Join(',', events.Select(json => Encoding.UTF8.GetString(json.Span)))}}]}""");
}
