using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

/// <summary>However Meta puts things together, they are the same things.</summary>
public class MetaBatchTests
{
    private const int Seed = 20261126;

    private static readonly string[] Accounts = ["100000000000001", "100000000000002"];
    private static readonly string[] Types = ["text", "image", "reaction", "revoke", "status", "echo", "hologram"];

    [Fact]
    public void Any_splitting_of_a_batch_tells_the_same()
    {
        for (var round = 0; round < 200; round++)
        {
            var random = new Random(Seed + round);
            var things = Enumerable.Range(0, random.Next(1, 30)).Select(number => Thing.Some(number, random)).ToList();
            var alone = things.SelectMany(thing => Read([[[thing]]]));

            var bodies = Split(things, random).Select(body => Split(body, random).Select(entry => Split(entry, random).ToList()).ToList()).ToList();
            var together = bodies.SelectMany(Read).ToList();

            // Within one change its messages come before its statuses, and a change is of one account; between things of one kind and account the order stays.
            Assert.True(alone.Order().SequenceEqual(together.Order()), $"seed {Seed}, round {round}");
            foreach (var (kind, account) in Types.SelectMany(kind => Accounts, (kind, account) => (kind, account)))
                Assert.True(Of(alone, kind, account).SequenceEqual(Of(together, kind, account)), $"seed {Seed}, round {round}, {kind}");
        }

        static IEnumerable<string> Of(IEnumerable<string> lines, string kind, string account) =>
            lines.Where(line => line.StartsWith(account, StringComparison.Ordinal) && line.Contains($"wamid.{kind}.", StringComparison.Ordinal));
    }

    private static IEnumerable<List<Thing>> Split(List<Thing> things, Random random)
    {
        for (var at = 0; at < things.Count;)
        {
            var length = random.Next(1, things.Count - at + 1);
            yield return things.GetRange(at, length);
            at += length;
        }
    }

    /// <param name="entries">Things in changes in entries. One change is of one field, so echoes make another one.</param>
    private static IEnumerable<string> Read(List<List<List<Thing>>> entries)
    {
        var body = new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray([.. entries.Select(entry => new JsonObject
            {
                ["id"] = "2",
                ["changes"] = new JsonArray([.. entry.SelectMany(change => change.GroupBy(thing => (thing.IsEcho, thing.Account)).Select(Change))]),
            })]),
        };
        var received = MetaDelivery.Receive(Encoding.UTF8.GetBytes(body.ToJsonString()), Recorded.ReceivedAt);
        return received.Select(one => one.Event is InboundEvent.ToChat to ? $"{to.Spoken()} {to.ContentHash} {one.Format} {Encoding.UTF8.GetString(one.Body.Span)}" : one.Event.Spoken());
    }

    private static JsonObject Change(IGrouping<(bool IsEcho, string Account), Thing> things)
    {
        var value = new JsonObject { ["messaging_product"] = "whatsapp", ["metadata"] = new JsonObject { ["phone_number_id"] = things.Key.Account } };
        value["contacts"] = new JsonArray([.. things.Select(thing => thing.Person).Distinct().Select(person => Thing.Contact(person))]);
        foreach (var list in things.GroupBy(thing => thing.List)) value[list.Key] = new JsonArray([.. list.Select(thing => thing.Json.DeepClone())]);
        return new JsonObject { ["field"] = things.Key.IsEcho ? "smb_message_echoes" : "messages", ["value"] = value };
    }

    private sealed record Thing(string Account, int Person, string List, bool IsEcho, JsonObject Json)
    {
        public static Thing Some(int number, Random random)
        {
            var (type, person) = (Types[random.Next(Types.Length)], random.Next(4));
            var json = new JsonObject { ["id"] = $"wamid.{type}.{number}", ["timestamp"] = $"{1767225600 + number}" };
            json[type switch { "status" => "recipient_id", "echo" => "to", _ => "from" }] = $"90555111220{person}";
            if (type == "status") json["status"] = "delivered";
            else json["type"] = type == "echo" ? "text" : type;
            if (type is "text" or "echo") json["text"] = new JsonObject { ["body"] = $"text {number}" };
            if (type == "image") json["image"] = new JsonObject { ["id"] = $"{number}" };
            if (type == "reaction") json["reaction"] = new JsonObject { ["message_id"] = $"wamid.reaction.of.{number}", ["emoji"] = "👍" };
            if (type == "revoke") json["revoke"] = new JsonObject { ["original_message_id"] = $"wamid.revoke.of.{number}" };
            return new(Accounts[random.Next(Accounts.Length)], person, type switch { "status" => "statuses", "echo" => "message_echoes", _ => "messages" }, type == "echo", json);
        }

        public static JsonObject Contact(int person) => new() { ["wa_id"] = $"90555111220{person}", ["user_id"] = $"US.{person}", ["profile"] = new JsonObject { ["name"] = $"Person {person}" } };
    }
}
