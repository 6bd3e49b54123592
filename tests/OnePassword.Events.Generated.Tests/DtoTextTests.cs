using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests;

/// <summary>The text of a DTO shows its values, also those in lists.</summary>
[TestFixture]
public class DtoTextTests
{
    [Test]
    public void A_list_shows_its_elements()
    {
        var token = new V2.Introspection { Uuid = "U", Features = ["auditevents", "itemusages"], AccountUuid = "A" };

        Assert.That(
            token.ToString(),
            Is.EqualTo(
                "Introspection { Uuid = U, IssuedAt = , Features = [auditevents, itemusages], AccountUuid = A, "
                + "AdditionalProperties = {} }"));
        Assert.That(new V1.Introspection { Features = [] }.ToString(), Does.Contain("Features = [],"));
        Assert.That(new V1.Introspection().ToString(), Does.Contain("Features = ,"));
    }

    [Test]
    public void A_list_of_a_whole_page_shows_ten_elements_and_the_number_of_the_others()
    {
        var page = new V2.ItemUsageItems { Items = [.. Enumerable.Range(0, 1_000).Select(i => new V2.ItemUsage { Uuid = $"E{i}" })] };

        Assert.That(
            page.ToString(),
            Does.Contain("Items = [ItemUsage { Uuid = E0, ").And.Contain("Uuid = E9,").And.Not.Contain("Uuid = E10,")
                .And.Contain("}, … (990 more)], AdditionalProperties = {} }"));
    }

    [TestCaseSource(typeof(Spec), nameof(Spec.Both))]
    public void The_text_names_every_property_and_no_type_of_NET(Spec spec)
    {
        foreach (var type in spec.GeneratedRecords.Select(name => spec.TypeOf(name)!))
        {
            var text = Activator.CreateInstance(type)!.ToString();

            foreach (var property in type.GetProperties())
                Assert.That(text, Does.Match($@"[ {{]{property.Name} = "), type.FullName);
            Assert.That(text, Does.Not.Contain("System."), type.FullName);
        }
    }
}
