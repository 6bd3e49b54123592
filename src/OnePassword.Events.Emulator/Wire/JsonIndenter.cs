using System.Buffers;

namespace OnePassword.Events.Emulator.Wire;

/// <summary>Adds line breaks and spaces to compact JSON without changing a string or a number.</summary>
internal static class JsonIndenter
{
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> target)
    {
        var (depth, inString) = (0, false);
        for (var i = 0; i < compact.Length; i++)
        {
            var c = compact[i];
            if (c == '"')
                inString = !inString;
            if (inString)
            {
                var length = c == '\\' ? 2 : 1; // An escaped quote does not end the string.
                target.Write(compact.Slice(i, length));
                i += length - 1;
                continue;
            }

            if (c is (byte)'}' or (byte)']')
                NewLine(target, --depth);
            target.Write(c switch { (byte)',' => " ,"u8, (byte)':' => " : "u8, _ => compact.Slice(i, 1) });
            if (c is (byte)'{' or (byte)'[')
                NewLine(target, ++depth);
            else if (c == ',')
                NewLine(target, depth);
        }
    }

    private static void NewLine(IBufferWriter<byte> target, int depth)
    {
        target.Write("\r\n"u8);
        for (; depth > 0; depth--)
            target.Write("  "u8);
    }
}
