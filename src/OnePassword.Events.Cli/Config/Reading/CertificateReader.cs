using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>Reads files with certificates (PEM).</summary>
internal static class CertificateReader
{
    public static X509Certificate2Collection ReadAuthorities(ConfigValue value) => Load(value, path =>
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    });

    /// <summary>Reads a certificate and its private key.</summary>
    public static X509Certificate2 ReadWithKey(ConfigValue value) =>
        Load(value, path => X509Certificate2.CreateFromPemFile(path));

    private static T Load<T>(ConfigValue value, Func<string, T> load)
    {
        var path = value.FullPath();
        try
        {
            return load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidValueException($"{path} cannot be read as a certificate: {e.Message}");
        }
    }
}
