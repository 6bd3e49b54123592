using System.Globalization;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Random changes of valid input. <c>OP_EVENTS_FUZZ</c> multiplies their number, <c>OP_EVENTS_SEED</c> chooses others.</summary>
internal static class Mutations
{
    /// <summary>The factor of the usual number of rounds.</summary>
    public static readonly int Factor = Number("OP_EVENTS_FUZZ", 1);

    public static IEnumerable<byte[]> Of(byte[] valid, int rounds)
    {
        var random = new Random(Number("OP_EVENTS_SEED", 1));
        for (var round = 0; round < rounds * Factor; round++)
        {
            var bytes = valid.ToList();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
                Mutate(bytes, random);
            yield return [.. bytes];
        }
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
        switch (random.Next(8))
        {
            case 0 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(length, bytes.Count - at)));
                break;
            case 3:
                bytes.Insert(at, "\"{}[],:\\ \n0eE-+.tfnu"u8[random.Next(20)]);
                break;
            case 4:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                bytes[at] = "abcABC019 _-."u8[random.Next(13)];
                break;
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
