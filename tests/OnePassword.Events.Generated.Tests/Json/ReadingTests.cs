namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Full events, property by property.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class ReadingTests(UserSerializer serializer)
{
    [Test]
    public void A_V1_audit_event_fills_every_property()
    {
        var read = serializer.Read<V1.AuditEvent>(Samples.AuditEventV1);
        var person = new V1.User { Uuid = "SMVN6A6WFHYM6L3VFZ5ZFKKIBJ", Name = "Jack O'Neill", Email = "jack@example.com" };

        Assert.That(read, Is.EqualTo(new V1.AuditEvent
        {
            Uuid = "56YE2TYN2VFYRLNSHKPW5NVT5E",
            Timestamp = EventTime.Parse("2024-12-02T11:54:19.710457472Z"),
            ActorUuid = "SMVN6A6WFHYM6L3VFZ5ZFKKIBJ",
            ActorDetails = person,
            Action = V1.AuditEventAction.Join,
            ObjectType = new V1.AuditEventObjectType("gm"),
            ObjectUuid = "nt4sywb5wkh7dnsipzz7fk4zri",
            ObjectDetails = person,
            AuxId = 9277034,
            AuxUuid = "BT7V4SEH2KVJ72CEUVW75EFR6E",
            AuxDetails = person,
            AuxInfo = "R",
            Session = new()
            {
                Uuid = "SIS2JHTLGMXGEDN73U55XTPLPF",
                LoginTime = EventTime.Parse("2024-12-02T11:50:02.104Z"),
                DeviceUuid = "rujzdegxdncf32epf3dhodzdoc",
                Ip = "192.0.2.254",
            },
            Location = new() { Country = "CA", Region = "Ontario", City = "Toronto", Longitude = -79.433, Latitude = 43.64 },
        }));
    }

    [Test]
    public void A_V2_audit_event_has_the_accounts_and_the_actor_type()
    {
        var read = serializer.Read<V2.AuditEvent>(Samples.AuditEventV2);

        Assert.That(read.ActorType, Is.EqualTo(V2.AuditEventActorType.User));
        Assert.That(read.ActorAccountUuid, Is.EqualTo("M2ZNDWRGE5GLZJXRCOCNIKK2JE"));
        Assert.That(read.AccountUuid, Is.EqualTo("LZZG6ZDMEN4KHVDGAJGXBENYJQ"));
        Assert.That(read.Action!.Value.Value, Is.EqualTo("launchi"));
        Assert.That(read.ActorDetails,
            Is.EqualTo(new V2.UserDetails
            {
                Uuid = "SMVN6A6WFHYM6L3VFZ5ZFKKIBJ",
                Name = "Jack O'Neill",
                Email = "jack@example.com",
            }));
    }

    [Test]
    public void A_V2_item_usage_fills_every_property() =>
        Assert.That(serializer.Read<V2.ItemUsage>(Samples.ItemUsageV2), Is.EqualTo(new V2.ItemUsage
        {
            Uuid = "56YE2TYN2VFYRLNSHKPW5NVT5E",
            Timestamp = EventTime.Parse("2024-12-02T11:54:19.7Z"),
            UsedVersion = 4294967296,
            VaultUuid = "pwovompzom7wbbr6qmw4wxfogo",
            ItemUuid = "fx6hh7566tfjgvq6kbnxjbtfqx",
            Action = V2.ItemUsageAction.SecureCopy,
            User = new()
            {
                Uuid = "SMVN6A6WFHYM6L3VFZ5ZFKKIBJ",
                Name = "Jack O'Neill",
                Email = "jack@example.com",
                UserType = V2.UserType.ExternalUser,
                UserAccountUuid = "LZZG6ZDMEN4KHVDGAJGXBENYJQ",
            },
            Client = new()
            {
                AppName = "1Password CLI",
                AppVersion = "20127",
                PlatformName = "build-host",
                PlatformVersion = "arm64",
                OsName = "Linux",
                OsVersion = "10.15.6",
                IpAddress = "2001:db8::1",
            },
            Location = new() { Country = "CA", Region = "Ontario", City = "Toronto", Longitude = -79.433, Latitude = 43.64 },
            AccountUuid = "LZZG6ZDMEN4KHVDGAJGXBENYJQ",
        }));

    [Test]
    public void A_V1_sign_in_attempt_has_its_outcome()
    {
        var read = serializer.Read<V1.SignInAttempt>(Samples.SignInAttemptV1);

        Assert.That(read.SessionUuid, Is.EqualTo("Q7NDXJ2MGRB5VEWKZ4YHTC6LUA"));
        Assert.That(read.Category, Is.EqualTo(V1.SignInAttemptCategory.FirewallFailed));
        Assert.That(read.Type, Is.EqualTo(V1.SignInAttemptType.ContinentBlocked));
        Assert.That(read.Country, Is.EqualTo("FR"));
        Assert.That(read.Details, Is.EqualTo(new V1.SignInDetails { Value = "Europe" }));
        Assert.That(read.TargetUser!.Email, Is.EqualTo("jack@example.com"));
    }

    [Test]
    public void An_introspection_of_both_versions_lists_the_features()
    {
        var v1 = serializer.Read<V1.Introspection>(Samples.IntrospectionV1);
        var v2 = serializer.Read<V2.Introspection>(Samples.IntrospectionV2);

        Assert.That(v1.Uuid, Is.EqualTo("56YE2TYN2VFYRLNSHKPW5NVT5E"));
        Assert.That(v1.IssuedAt!.Value.Text, Is.EqualTo("2020-06-11T16:32:50-03:00"));
        Assert.That(v1.Features, Is.EqualTo(["auditevents", "itemusages", "signinattempts"]));
        Assert.That(v2.Features, Is.EqualTo(["auditevents", "itemusages"]));
        Assert.That(v2.AccountUuid, Is.EqualTo("LZZG6ZDMEN4KHVDGAJGXBENYJQ"));
    }

    [Test]
    public void A_page_has_its_events_cursor_and_has_more()
    {
        var page = serializer.Read<V2.ItemUsageItems>($$"""{"cursor":"abc","has_more":true,"items":[{{Samples.ItemUsageV2}},{"uuid":"second"}]}""");

        Assert.That(page.Cursor, Is.EqualTo("abc"));
        Assert.That(page.HasMore, Is.True);
        Assert.That(page.Items!.Select(item => item.Uuid), Is.EqualTo(["56YE2TYN2VFYRLNSHKPW5NVT5E", "second"]));
        Assert.That(page.AdditionalProperties, Is.Empty);
    }

    [Test]
    public void An_event_with_every_documented_field_has_no_additional_properties()
    {
        Assert.That(serializer.Read<V1.SignInAttempt>(Samples.SignInAttemptV1).AdditionalProperties, Is.Empty);
        Assert.That(serializer.Read<V2.SignInAttempt>(Samples.SignInAttemptV2).TargetUser!.AdditionalProperties, Is.Empty);
        Assert.That(serializer.Read<V2.AuditEvent>(Samples.AuditEventV2).AdditionalProperties, Is.Empty);
    }

    [Test]
    public void Every_full_event_survives_a_round_trip()
    {
        AssertRoundTrip<V1.AuditEvent>(Samples.AuditEventV1);
        AssertRoundTrip<V1.ItemUsage>(Samples.ItemUsageV1);
        AssertRoundTrip<V1.SignInAttempt>(Samples.SignInAttemptV1);
        AssertRoundTrip<V1.Introspection>(Samples.IntrospectionV1);
        AssertRoundTrip<V2.AuditEvent>(Samples.AuditEventV2);
        AssertRoundTrip<V2.ItemUsage>(Samples.ItemUsageV2);
        AssertRoundTrip<V2.SignInAttempt>(Samples.SignInAttemptV2);
        AssertRoundTrip<V2.Introspection>(Samples.IntrospectionV2);
    }

    [Test]
    public void Empty_object_is_an_empty_event_and_null_is_not_an_event()
    {
        Assert.That(serializer.Read<V2.AuditEvent>("{}"), Is.EqualTo(new V2.AuditEvent()));
        Assert.That(serializer.Write(new V2.AuditEvent()), Is.EqualTo("{}"));
        Assert.That(serializer.Read<V2.AuditEvent?>("null"), Is.Null);
    }

    private void AssertRoundTrip<T>(string json) => Assert.That(serializer.RoundTrip<T>(json), Is.EqualTo(Tokens.Compact(json)));
}
