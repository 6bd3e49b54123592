using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Reads JSON that arrives in parts of a few bytes, so that values are split between parts.</summary>
internal static class JsonParts
{
    private const int Size = 7;

    public static object? ReadStream(string json, Type type, JsonSerializerOptions options) =>
        JsonSerializer.DeserializeAsync(new SlowStream(Encoding.UTF8.GetBytes(json)), type, options).AsTask().GetAwaiter()
            .GetResult();

    public static object? ReadSequence(string json, Type type, JsonSerializerOptions options)
    {
        var parts = Encoding.UTF8.GetBytes(json).Chunk(Size).ToList();
        var first = new Part(parts.FirstOrDefault([]), previous: null);
        var last = parts.Skip(1).Aggregate(first, (previous, part) => new Part(part, previous));
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
        return JsonSerializer.Deserialize(ref reader, type, options);
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(byte[] bytes, Part? previous)
        {
            Memory = bytes;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }

    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > Size ? buffer[..Size] : buffer, cancellationToken);
    }
}
