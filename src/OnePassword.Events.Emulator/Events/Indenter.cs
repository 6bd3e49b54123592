using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>Spreads compact JSON over lines with spaces, without changing a string or a number.</summary>
internal static class Indenter
{
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> target)
    {
        var depth = 0;
        for (var i = 0; i < compact.Length; i++)
        {
            var c = compact[i];
            switch (c)
            {
                case (byte)'"':
                    var end = EndOfString(compact, i);
                    target.Write(compact[i..end]);
                    i = end - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    target.Write([c]);
                    NewLine(target, ++depth);
                    break;
                case (byte)'}' or (byte)']':
                    NewLine(target, --depth);
                    target.Write([c]);
                    break;
                case (byte)',':
                    target.Write(" ,"u8);
                    NewLine(target, depth);
                    break;
                case (byte)':':
                    target.Write(" : "u8);
                    break;
                default:
                    target.Write([c]);
                    break;
            }
        }
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        var i = start + 1;
        while (json[i] != '"')
            i += json[i] == '\\' ? 2 : 1;
        return i + 1;
    }

    private static void NewLine(IBufferWriter<byte> target, int depth)
    {
        var length = 2 + (depth * 2);
        var line = target.GetSpan(length)[..length];
        line.Fill((byte)' ');
        "\r\n"u8.CopyTo(line);
        target.Advance(length);
    }
}
