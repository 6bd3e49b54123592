namespace OnePassword.Events.Emulator.Events;

/// <summary>Writes <c>auditevents</c> in the order of fields that the reference has.</summary>
internal sealed class AuditEventWriter(ulong key, Deck<AuditKind> deck, SignIns signIns, Population population) : IEventWriter
{
    public void Write(ref JsonText json, long index, long timestamp, EmulatorApi api)
    {
        var rng = new Rng(key, index);
        json.Raw("{\"uuid\":\""u8);
        json.Uuid(rng.Next(), rng.Next());
        json.Raw("\",\"timestamp\":\""u8);
        json.Time(timestamp);

        var session = signIns.SessionOf(index, timestamp, ref rng);
        json.Raw(session.Person.Actor(api));
        var kind = deck.At(index);
        var item = rng.Below(population.Items.Count);
        Object(ref json, kind, session, item, ref rng);
        Aux(ref json, kind, session, item, ref rng);
        json.Raw(kind.InfoField);

        json.Raw(",\"session\":{\"uuid\":\""u8);
        json.Uuid(session.UuidHigh, session.UuidLow);
        json.Raw("\",\"login_time\":\""u8);
        json.Time(session.LoginTime);
        json.Raw(session.Device.SessionTail);
        json.Raw(session.Device.Place.LocationOf(ref rng));
    }

    private void Object(ref JsonText json, AuditKind kind, Session session, int item, ref Rng rng)
    {
        json.Raw(kind.Head);
        if (kind.Object == Subject.User)
        {
            var person = population.AnyPerson(ref rng);
            json.Raw(person.Uuid);
            json.Raw("\",\"object_details\":"u8);
            json.Raw(person.User);
            return;
        }

        Uuid(ref json, kind.Object, session, item, ref rng);
        json.Raw("\""u8);
    }

    private void Aux(ref JsonText json, AuditKind kind, Session session, int item, ref Rng rng)
    {
        if (kind.Object == Subject.OwnDevice)
        {
            json.Raw(",\"aux_id\":"u8);
            json.Number(session.Device.AuxId);
        }

        // What is done to a device names its owner.
        if (kind.Aux == Subject.User || kind.Object == Subject.OwnDevice)
        {
            var person = kind.Object == Subject.OwnDevice ? session.Person : population.AnyPerson(ref rng);
            json.Raw(",\"aux_uuid\":\""u8);
            json.Raw(person.Uuid);
            json.Raw("\",\"aux_details\":"u8);
            json.Raw(person.User);
        }
        else if (kind.Aux != Subject.None)
        {
            json.Raw(",\"aux_uuid\":\""u8);
            Uuid(ref json, kind.Aux, session, item, ref rng);
            json.Raw("\""u8);
        }
    }

    private void Uuid(ref JsonText json, Subject subject, Session session, int item, ref Rng rng)
    {
        switch (subject)
        {
            case Subject.None: break; // the field is there, but empty
            case Subject.Account: json.Raw(population.AccountUuid); break;
            case Subject.Group: json.Raw(population.Groups[rng.Below(population.Groups.Count)]); break;
            case Subject.Vault: json.Raw(population.VaultOf(item)); break;
            case Subject.Item: json.Raw(population.Items[item]); break;
            case Subject.OwnDevice: json.Raw(session.Device.Uuid); break;
            case Subject.OwnSession: json.Uuid(session.UuidHigh, session.UuidLow); break;
            default: json.Uuid(rng.Next(), rng.Next()); break;
        }
    }
}
