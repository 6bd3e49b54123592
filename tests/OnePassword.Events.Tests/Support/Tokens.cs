using System.Buffers.Text;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>Tokens in the form that 1Password issues, with any claims.</summary>
internal static class Tokens
{
    public static string WithClaims(string claims) =>
        $"{Part("""{"alg":"ES256","typ":"JWT"}""")}.{Part(claims)}.{Part("signature")}";

    public static string ForAudience(string audience) =>
        WithClaims($$"""{"aud":["{{audience}}"],"1password.com/fts":["auditevents"]}""");

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
