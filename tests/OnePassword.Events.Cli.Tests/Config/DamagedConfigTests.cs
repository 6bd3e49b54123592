using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>A file with one damaged byte is either valid or rejected with a position and a reason.</summary>
[Category("InProcess")]
public sealed partial class DamagedConfigTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(ConfigSample.Full.TrimEnd());

    [Test]
    public void Truncated_file_has_exactly_one_problem()
    {
        using var file = new ConfigFile();
        for (var length = 0; length < Valid.Length; length++)
        {
            var problems = file.Problems(Valid[..length]);
            Assert.That(problems, Has.Exactly(1).Items.And.All.Match(Problem()), $"the first {length} bytes");
        }
    }

    [Test]
    public void File_with_one_changed_byte_is_valid_or_rejected(
        [Values('"', '}', ']', ',', '0', 'x', '$', '\n', '\xFF', '\0')] char other)
    {
        using var file = new ConfigFile();
        var rejected = 0;
        for (var offset = 0; offset < Valid.Length; offset++)
        {
            byte[] damaged = [.. Valid];
            damaged[offset] = (byte)other;
            rejected += IsRejected(file, damaged, $"{(int)other} at offset {offset}") ? 1 : 0;
        }
        Assert.That(rejected, Is.GreaterThan(Valid.Length / 10));
    }

    [Test]
    public void File_with_one_missing_byte_is_valid_or_rejected()
    {
        using var file = new ConfigFile();
        for (var offset = 0; offset < Valid.Length; offset++)
            IsRejected(file, [.. Valid[..offset], .. Valid[(offset + 1)..]], $"without the byte at offset {offset}");
    }

    private static bool IsRejected(ConfigFile file, byte[] json, string damage)
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
