using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>
/// A right file, damaged in every place: it is refused in clear words, or it is still right; nothing else happens.
/// </summary>
public sealed partial class DamagedConfigTests
{
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(ConfigSample.Full.TrimEnd());

    [Test]
    public void Truncated_file_has_exactly_one_problem()
    {
        using var file = new ConfigFile();
        for (var length = 0; length < Whole.Length; length++)
        {
            var problems = file.Problems(Whole[..length]);
            Assert.That(problems, Has.Exactly(1).Items.And.All.Match(Problem()), $"the first {length} bytes");
        }
    }

    [Test]
    public void File_with_one_changed_byte_is_valid_or_rejected(
        [Values('"', '}', ']', ',', '0', 'x', '$', '\n', '\xFF', '\0')] char other)
    {
        using var file = new ConfigFile();
        var refused = 0;
        for (var place = 0; place < Whole.Length; place++)
        {
            byte[] damaged = [.. Whole];
            damaged[place] = (byte)other;
            refused += IsRefused(file, damaged, $"{(int)other} in place {place}") ? 1 : 0;
        }
        Assert.That(refused, Is.GreaterThan(Whole.Length / 10));
    }

    [Test]
    public void File_with_one_missing_byte_is_valid_or_rejected()
    {
        using var file = new ConfigFile();
        for (var place = 0; place < Whole.Length; place++)
            IsRefused(file, [.. Whole[..place], .. Whole[(place + 1)..]], $"without the byte in place {place}");
    }

    private static bool IsRefused(ConfigFile file, byte[] json, string damage)
    {
        try
        {
            file.Read(json);
            return false;
        }
        catch (CliException e)
        {
            var problems = e.Message.Replace(file.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Split('\n');
            Assert.That(problems, Is.Not.Empty.And.All.Match(Problem()), damage);
            return true;
        }
    }

    [GeneratedRegex(@"\Afollow\.json\(\d+,\d+\): \P{Cc}+\z")]
    private static partial Regex Problem();
}
