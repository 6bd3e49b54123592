using OnePassword.Events.Generated.Tests.Json;

namespace OnePassword.Events.Generated.Tests;

/// <summary>Whether a sign-in attempt succeeded, for each category.</summary>
[TestFixture]
public class SignInAttemptTests
{
    private static readonly (string? Category, bool? Succeeded)[] Categories =
    [
        ("success", true),
        ("firewall_reported_success", true),
        ("credentials_failed", false),
        ("mfa_failed", false),
        ("sso_failed", false),
        ("modern_version_failed", false),
        ("firewall_failed", false),
        ("of_tomorrow", null),
        (null, null),
    ];

    [Test]
    public void A_sign_in_succeeded_if_its_category_says_so()
    {
        foreach (var (category, succeeded) in Categories)
        {
            Assert.That(new V1.SignInAttempt { Category = category is null ? null : new(category) }.Succeeded, Is.EqualTo(succeeded), category);
            Assert.That(new V2.SignInAttempt { Category = category is null ? null : new(category) }.Succeeded, Is.EqualTo(succeeded), category);
        }
    }

    [Test]
    public void Every_known_category_is_a_success_or_a_failure()
    {
        var v1 = V1.SignInAttemptCategory.KnownValues.Select(category => category.Value);
        var v2 = V2.SignInAttemptCategory.KnownValues.Select(category => category.Value);

        Assert.That(v1.Union(v2, StringComparer.Ordinal), Is.SubsetOf(Categories.Select(one => one.Category)));
    }

    [Test]
    public void The_result_is_not_written_to_JSON()
    {
        var attempt = new V2.SignInAttempt { Category = V2.SignInAttemptCategory.Success };

        foreach (var serializer in UserSerializer.All)
            Assert.That(serializer.Write(attempt), Is.EqualTo("""{"category":"success"}"""));
    }
}
