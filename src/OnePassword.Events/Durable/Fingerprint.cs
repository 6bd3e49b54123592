using System.Security.Cryptography;

namespace OnePassword.Events.Durable;

/// <summary>
/// A hash of the last bytes of the committed part of a file. It distinguishes the file from another one of the same length
/// without reading all of it, because the last events of two outputs always differ.
/// </summary>
internal static class Fingerprint
{
    private const int Size = 4_096;

    /// <returns>Null if <paramref name="length"/> is 0.</returns>
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
            {
                throw new EndOfStreamException(
                    $"{file.Name} became shorter than {length} bytes. Another program is writing to it.");
            }
            read += more;
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
