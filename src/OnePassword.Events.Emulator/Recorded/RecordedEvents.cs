using System.Buffers;
using System.Runtime.InteropServices;
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
    private long? _lastTime;

    public long Count => _events.Count;

    /// <summary>Adds the lines of a file, which is disposed with this; <paramref name="digest"/> takes their bytes.</summary>
    public void Add(RecordedFile file, IncrementalHash digest, ReplayNotes notes, CancellationToken cancellationToken)
    {
        _files.Add(file);
        var lines = new LineReader(file);
        while (lines.TryRead(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
                continue;

            var facts = lines.IsTooLong ? default : Facts(line);
            if (lines.IsTooLong || !facts.HasUuid)
            {
                var problem = lines.IsTooLong ? $"is longer than {LineReader.MaxLineLength >> 20} MiB" : facts.Problem;
                notes.Add($"{file.Path}: line {lines.Number} {problem}; it is not served.");
                continue;
            }

            if (facts.Timestamp is null)
                notes.Add($"{file.Path}: line {lines.Number} {EventFacts.NoTimestamp}; it is served with the time of a line beside it.");
            Add(facts.Timestamp, lines.Offset, line.Length);
            digest.AppendData(line);
            digest.AppendData("\n"u8);
        }
    }

    /// <summary>Ends the feed: if no event of it has a time, all get this one.</summary>
    public void Complete(long now)
    {
        if (_lastTime is null)
            SetTimeOfAll(now);
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

    /// <summary>An event without a time gets that of the event before it, the first ones that of the first that has one.</summary>
    private void Add(long? timestamp, long offset, int length)
    {
        if (_lastTime is null && timestamp is { } first)
            SetTimeOfAll(first);
        _lastTime = timestamp ?? _lastTime;
        _events.Add(new(_lastTime ?? 0, offset, length, _files.Count - 1));
    }

    private void SetTimeOfAll(long timestamp)
    {
        foreach (ref var recorded in CollectionsMarshal.AsSpan(_events))
            recorded = recorded with { Timestamp = timestamp };
    }

    private static EventFacts Facts(ReadOnlySpan<byte> line)
    {
        try
        {
            return EventFacts.Read(line);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
