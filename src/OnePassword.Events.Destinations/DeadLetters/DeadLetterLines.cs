using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace OnePassword.Events.Destinations.DeadLetters;

/// <summary>The lines of a file of dead letters.</summary>
internal static class DeadLetterLines
{
    public const byte LineFeed = (byte)'\n';

    // As deep as an event of the library, and the line around it.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 65_537 };

    public static ReadOnlyMemory<byte> Format(IReadOnlyList<DeadLetter> letters)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var letter in letters)
        {
            using (var json = new Utf8JsonWriter(lines, DeadLetterJson.Legible))
            {
                json.WriteStartObject();
                DeadLetterJson.Write(json, letter);
                json.WriteEndObject();
            }
            lines.Write([LineFeed]);
        }
        return lines.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">A line is not a dead letter.</exception>
    public static IReadOnlyList<DeadLetter> Parse(ReadOnlyMemory<byte> file)
    {
        var letters = new List<DeadLetter>();
        foreach (var line in LinesOf(file))
        {
            try
            {
                using var json = JsonDocument.Parse(line, Deep);
                letters.Add(DeadLetterJson.Read(json.RootElement));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"Line {letters.Count + 1} is not a dead letter."), e);
            }
        }
        return letters;
    }

    /// <summary>Returns the lines of a file, without those whose index is given.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> file, IReadOnlySet<int> indexes)
    {
        var kept = new ArrayBufferWriter<byte>();
        foreach (var (index, line) in LinesOf(file).Index())
        {
            if (indexes.Contains(index))
                continue;
            kept.Write(line.Span);
            kept.Write([LineFeed]);
        }
        return kept.WrittenMemory;
    }

    /// <summary>Returns the length of the complete lines of a file.</summary>
    public static long CompleteLength(Stream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineFeed)
                return end;
        }
        return 0;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> file)
    {
        for (var end = file.Span.IndexOf(LineFeed); end >= 0; end = file.Span.IndexOf(LineFeed))
        {
            yield return file[..end];
            file = file[(end + 1)..];
        }
    }
}
