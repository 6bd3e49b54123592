using System.Security.Cryptography;

namespace OnePassword.Events.Durable;

/// <summary>
/// A hash of the last bytes of the committed part of a file. It tells this file from another one that is as long, without reading
/// all of it: the last events differ between any two outputs.
/// </summary>
internal static class Fingerprint
{
    private const int Size = 4_096;

    /// <returns>Null for a part without bytes.</returns>
    public static string? Of(FileStream file, long length)
    {
        if (length == 0)
            return null;
        var bytes = new byte[Math.Min(length, Size)];
        var start = length - bytes.Length;
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(read), start + read);
            if (more == 0)
                throw new EndOfStreamException($"{file.Name} became shorter than {length} bytes; another program writes to it.");
            read += more;
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
