using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.WhatsApp.Chats.Tests;

/// <summary>Chats as earlier versions have stored them, written once and never again. While two versions run, each reads what the other one wrote.</summary>
public sealed class ChatStateSampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples");

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "chat-state-v*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static TheoryData<string> Samples => [.. Names];

    [Theory, MemberData(nameof(Samples))]
    public void Nothing_of_a_stored_chat_is_lost_when_it_is_read_and_stored_again(string sample)
    {
        var stored = File.ReadAllBytes(Path.Combine(Folder, sample));

        Assert.Equal("", string.Join('\n', Lost(JsonNode.Parse(stored), JsonNode.Parse(ChatStateJson.Write(ChatStateJson.Read(stored))), "chat")));
    }

    [Fact]
    public void Every_member_of_a_chat_stands_in_a_sample()
    {
        var seen = Names.SelectMany(sample => Paths(JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, sample))), "")).ToHashSet();
        var missing = Members(typeof(ChatState), "").Where(path => !seen.Contains(path)).ToList();

        Assert.True(missing.Count == 0, $"In no sample: {string.Join(", ", missing)}. Add chat-state-v<n>.json with them filled; leave the samples that are there as they are.");
    }

    /// <summary>Members that are gone or say something else; new ones are no loss.</summary>
    private static IEnumerable<string> Lost(JsonNode? stored, JsonNode? again, string path) => (stored, again) switch
    {
        (JsonObject before, JsonObject now) => before.SelectMany(member => Lost(member.Value, now[member.Key], $"{path}.{member.Key}")),
        (JsonArray before, JsonArray now) when before.Count == now.Count => before.SelectMany((item, place) => Lost(item, now[place], $"{path}[{place}]")),
        _ => JsonNode.DeepEquals(stored, again) ? [] : [$"{path}: {stored?.ToJsonString() ?? "null"} became {again?.ToJsonString() ?? "null"}"],
    };

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Paths(member.Value, $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Paths(item, path)),
        _ => [path],
    };

    /// <summary>What the serialiser writes, down to plain values.</summary>
    private static IEnumerable<string> Members(Type type, string path)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var generic && (generic == typeof(ImmutableArray<>) || generic == typeof(Nullable<>)))
            return Members(type.GetGenericArguments()[0], path);
        var shape = new JsonSerializerOptions(ChatStateJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(type);
        return shape.Kind == JsonTypeInfoKind.Object
            ? shape.Properties.Where(property => property.Get is not null && (property.Set is not null || property.AssociatedParameter is not null))
                .SelectMany(property => Members(property.PropertyType, $"{path}.{property.Name}"))
            : [path];
    }
}
