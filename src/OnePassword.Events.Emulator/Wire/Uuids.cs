namespace OnePassword.Events.Emulator.Wire;

/// <summary>1Password's uuids: 26 characters of base32, 13 for each half of 64 bits.</summary>
internal static class Uuids
{
    public const int Length = 26;

    private const int HalfLength = Length / 2;
    private const string UpperAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Writes a uuid of an event, user, account, session or integration.</summary>
    public static void WriteUpper(Span<byte> target, ulong high, ulong low)
    {
        WriteHalf(target, high);
        WriteHalf(target[HalfLength..], low);
    }

    public static string Upper(ulong high, ulong low)
    {
        Span<byte> text = stackalloc byte[Length];
        WriteUpper(text, high, low);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    /// <summary>Returns a uuid of a vault, item, group or device.</summary>
    public static string Lower(ulong high, ulong low) => Upper(high, low).ToLowerInvariant();

    private static void WriteHalf(Span<byte> target, ulong bits)
    {
        for (var i = HalfLength - 1; i >= 0; i--, bits >>= 5)
            target[i] = (byte)UpperAlphabet[(int)(bits & 31)];
    }
}
