using System.Text;

namespace OnePassword.Events.Emulator.Events;

/// <summary>1Password's uuids: 26 characters of base32, two 64-bit halves of 13 characters each.</summary>
internal static class Uuids
{
    public const int Length = 26;

    private const int HalfLength = Length / 2;

    /// <summary>Gets the alphabet of events, users, accounts, sessions and integrations.</summary>
    private static ReadOnlySpan<byte> Upper => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    /// <summary>Gets the alphabet of vaults, items, groups and devices.</summary>
    private static ReadOnlySpan<byte> Lower => "abcdefghijklmnopqrstuvwxyz234567"u8;

    public static void WriteUpper(Span<byte> target, ulong high, ulong low)
    {
        WriteHalf(target, high, Upper);
        WriteHalf(target[HalfLength..], low, Upper);
    }

    public static string NewUpper(ref Rng rng) => New(ref rng, Upper);

    public static string NewLower(ref Rng rng) => New(ref rng, Lower);

    private static string New(ref Rng rng, ReadOnlySpan<byte> alphabet)
    {
        Span<byte> text = stackalloc byte[Length];
        WriteHalf(text, rng.Next(), alphabet);
        WriteHalf(text[HalfLength..], rng.Next(), alphabet);
        return Encoding.ASCII.GetString(text);
    }

    private static void WriteHalf(Span<byte> target, ulong bits, ReadOnlySpan<byte> alphabet)
    {
        for (var i = HalfLength - 1; i >= 0; i--)
        {
            target[i] = alphabet[(int)(bits & 31)];
            bits >>= 5;
        }
    }
}
