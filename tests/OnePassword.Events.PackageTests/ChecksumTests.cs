using System.Security.Cryptography;

namespace OnePassword.Events.PackageTests;

/// <summary>SHA256SUMS, which each command that packs one project renews.</summary>
public sealed class ChecksumTests
{
    [OneTimeSetUp]
    public Task PackAsync() => Packages.PackToolAsync();

    [Test]
    public async Task The_checksums_match_every_package()
    {
        var checksums = Path.Combine(Packages.Folder, "SHA256SUMS");
        var expected = Directory.GetFiles(Packages.Folder).Where(file => file != checksums)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}");
        Assert.That(await File.ReadAllLinesAsync(checksums), Is.EquivalentTo(expected));
    }
}
