using System.Buffers.Text;

namespace OnePassword.Events.Emulator.Wire;

/// <summary>
/// Appends to a span that the caller has made large enough. Most of an event is prepared text, so this needs none of the
/// checks of a JSON writer.
/// </summary>
internal ref struct JsonText(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    public void Raw(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_target[Length..]);
        Length += text.Length;
    }

    /// <summary>Appends an uppercase uuid without quotes.</summary>
    public void Uuid(ulong high, ulong low)
    {
        Uuids.WriteUpper(_target.Slice(Length, Uuids.Length), high, low);
        Length += Uuids.Length;
    }

    /// <summary>Appends a timestamp without quotes.</summary>
    public void Time(long time) => Length += Rfc3339.Write(_target[Length..], time);

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _target[Length..], out var written);
        Length += written;
    }
}
