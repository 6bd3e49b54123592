using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Recorded;

/// <summary>
/// The recorded events of one feed, in the order of their lines. Only where each line is and when its event happened is
/// kept in memory; the line itself is read from its file when it is served.
/// </summary>
internal sealed class RecordedEvents : IEventSource, IDisposable
{
    private readonly List<RecordedFile> _files = [];
    private readonly List<RecordedEvent> _events = [];

    public long Count => _events.Count;

    /// <summary>Adds the lines of a file, which is disposed with this; <paramref name="digest"/> takes their bytes.</summary>
    /// <exception cref="InvalidDataException">A line is no event.</exception>
    public void Add(RecordedFile file, IncrementalHash digest, CancellationToken cancellationToken)
    {
        _files.Add(file);
        var lines = new LineReader(file);
        for (var empty = 0; lines.TryRead(out var line);)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.IsEmpty)
            {
                empty = empty == 0 ? lines.Number : empty;
                continue;
            }

            if (empty != 0) // not at the end, it turns out
                throw file.Error(empty, "is empty");
            if (Check(line, out var timestamp) is { } problem)
                throw file.Error(lines.Number, problem);
            _events.Add(new(timestamp, lines.Offset, line.Length, _files.Count - 1));
            digest.AppendData(line);
            digest.AppendData("\n"u8);
        }
    }

    public IEnumerable<long> Matching(Window window, long position)
    {
        for (var next = position; next < Count; next++)
        {
            if (window.Contains(_events[(int)next].Timestamp))
                yield return next;
        }
    }

    /// <exception cref="InvalidDataException">The file has changed.</exception>
    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
        var line = _events[(int)position];
        _files[line.File].ReadAgain(target.GetSpan(line.Length)[..line.Length], line.Offset);
        target.Advance(line.Length);
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static string? Check(ReadOnlySpan<byte> line, out long timestamp)
    {
        try
        {
            return EventFacts.Check(line, out timestamp);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            timestamp = 0;
            return "is no JSON object";
        }
    }
}
