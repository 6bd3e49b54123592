namespace OnePassword.Events.Destinations.Otlp;

/// <summary>Reads the fields of a protobuf message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    /// <summary>Gets the value of a field that is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Gets the value of a field that has a length.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <returns>False at the end, or if the message is malformed.</returns>
    public bool Read()
    {
        Number = 0;
        Bytes = default;
        if (_rest.IsEmpty || IsMalformed)
            return false;
        IsMalformed = !TryVarint(out var tag) || tag >> 3 is 0 or > int.MaxValue || !TryValue((int)(tag & 7));
        Field = (int)(tag >> 3);
        return !IsMalformed;
    }

    private bool TryValue(int wireType)
    {
        ulong length;
        switch (wireType)
        {
            case 0 when TryVarint(out var number):
                Number = number;
                return true;
            case 1:
                length = 8;
                break;
            case 2 when TryVarint(out length):
                break;
            case 5:
                length = 4;
                break;
            default:
                return false;
        }
        if (length > (ulong)_rest.Length)
            return false;
        Bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return true;
        }
        return false;
    }
}
