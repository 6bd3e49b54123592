using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>
/// The recorded events of one feed in the order of their lines. Memory holds only the time and the place of each line. The
/// line itself is read from its file when it is served.
/// </summary>
internal sealed class RecordedEvents : IEventSource, IDisposable
{
    private readonly List<RecordedFile> _files = [];
    private readonly List<RecordedEvent> _events = [];
    private long? _lastTime;

    public long Count => _events.Count;

    /// <summary>Adds the lines of a file, takes ownership of the file, and appends the lines to the digest.</summary>
    public void Add(RecordedFile file, IncrementalHash digest, ReplayWarnings warnings, CancellationToken cancellationToken)
    {
        _files.Add(file);
        var lines = new LineReader(file);
        while (lines.TryRead(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
                continue;

            var fields = lines.IsTooLong ? default : EventFields.Parse(line);
            if (!fields.HasUuid)
            {
                var problem = lines.IsTooLong ? $"is longer than {LineReader.MaxLineLength >> 20} MiB" : fields.Problem;
                warnings.Add($"{file.Path}: line {lines.Number} {problem}. It is not served.");
                continue;
            }

            if (fields.Timestamp is null)
                warnings.Add($"{file.Path}: line {lines.Number} {fields.Problem}. It gets the time of an adjacent line.");
            Add(fields.Timestamp, lines.Offset, line.Length);
            digest.AppendData(line);
            digest.AppendData("\n"u8);
        }
    }

    /// <summary>Ends the feed. If none of its events has a time, all of them get <paramref name="now"/>.</summary>
    public void Complete(long now)
    {
        if (_lastTime is null)
            SetTimeOfAll(now);
    }

    public IEnumerable<long> Matching(TimeRange range, long position)
    {
        for (var next = position; next < Count; next++)
        {
            if (range.Contains(_events[(int)next].Timestamp))
                yield return next;
        }
    }

    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
        var line = _events[(int)position];
        _files[line.File].ReadExactly(target.GetSpan(line.Length)[..line.Length], line.Offset);
        target.Advance(line.Length);
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    /// <summary>An event without a time gets the time of the event before it, or the first time in the feed.</summary>
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
}
