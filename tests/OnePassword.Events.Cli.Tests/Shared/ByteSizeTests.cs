using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Config;

namespace OnePassword.Events.Cli.Tests.Shared;

[Category("InProcess")]
public sealed class ByteSizeTests
{
    [TestCase("1", 1)]
    [TestCase("1048576", 1_048_576)]
    [TestCase("1KB", 1_000)]
    [TestCase("100MB", 100_000_000)]
    [TestCase("2GB", 2_000_000_000)]
    [TestCase("1KiB", 1_024)]
    [TestCase("1.5MiB", 1_572_864)]
    [TestCase("4GiB", 4_294_967_296)]
    [TestCase(".5KB", 500)]
    [TestCase("9223372036854775807", long.MaxValue)]
    public void Size_is_a_number_with_a_unit(string text, long size)
    {
        Assert.That(ByteSize.TryParse(text, out var bytes), Is.True);
        Assert.That(bytes, Is.EqualTo(size));
    }

    [TestCase("")]
    [TestCase("KB")]
    [TestCase("1kb")]
    [TestCase("1K")]
    [TestCase("1B")]
    [TestCase("1TB")]
    [TestCase("1 KB")]
    [TestCase("1.5")]
    [TestCase("-1KB")]
    [TestCase("+1KB")]
    [TestCase("1,5KB")]
    [TestCase("1e3KB")]
    [TestCase("1KBKB")]
    [TestCase("9223372036854775808")]
    [TestCase("99999999999999999999GB")]
    [TestCase("99999999999999999999999999999999999999GB")]
    public void Other_text_is_not_a_size(string text) => Assert.That(ByteSize.TryParse(text, out _), Is.False);

    [TestCase("1000")]
    [TestCase("\"1000\"")]
    [TestCase("\"1KB\"")]
    public void Rotation_size_can_be_one_kilobyte(string size) =>
        Assert.That(
            ((FilesOutput)ConfigFile.Accepted(ConfigSample.Files($"\"rotate_size\": {size}")).Outputs.Single()).Options.RotateSize,
            Is.EqualTo(1_000));
}
