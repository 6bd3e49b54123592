using System.Buffers;

namespace OnePassword.Events.Formats;

/// <summary>An event that is mapped to another format. The memory is reused for the next event.</summary>
internal sealed class EventDocument
{
    private const int MaxKeptBytes = 1 << 18;

    private ArrayBufferWriter<byte> _line = new(4_096);
    private ArrayBufferWriter<byte>? _wellFormed;

    public JsonTree Tree { get; } = new();

    public JsonField Root => Tree.Root;

    /// <summary>Gets the event on one line, as the server sent it.</summary>
    public ReadOnlySpan<byte> Line => _line.WrittenSpan;

    public void Load(in RawEvent @event)
    {
        if (_line.Capacity > MaxKeptBytes)
            (_line, _wellFormed) = (new ArrayBufferWriter<byte>(4_096), null);
        _line.ResetWrittenCount();
        @event.Write(_line);
        var isSuspect = WellFormedJson.IsSuspect(Line);
        if (!isSuspect)
            Tree.Load(_line.WrittenMemory);
        if (isSuspect || Tree.HasEscapedName)
            LoadWellFormed();
    }

    private void LoadWellFormed()
    {
        _wellFormed ??= new ArrayBufferWriter<byte>();
        _wellFormed.ResetWrittenCount();
        WellFormedJson.Rewrite(Line, _wellFormed);
        Tree.Load(_wellFormed.WrittenMemory);
    }
}
