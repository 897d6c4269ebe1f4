using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.OpenApi;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>The description's examples: each body has one, and each is one that the gateway would take or give.</summary>
public sealed class ExampleTests(AccessWalk.Town town) : IClassFixture<AccessWalk.Town>
{
    [Fact]
    public async Task Every_body_that_is_taken_or_given_has_an_example()
    {
        var bare = new List<string>();
        foreach (var operation in await Operation.All(town.Stage))
        {
            if (operation.Description.TryGetProperty("requestBody", out var body) && !HasExample(operation, body)) bare.Add($"{operation.Id} takes");
            foreach (var response in operation.Description.GetProperty("responses").EnumerateObject())
                if (response.Name.StartsWith('2') && response.Value.TryGetProperty("content", out _) && !HasExample(operation, response.Value)) bare.Add($"{operation.Id} gives");
        }

        Assert.Empty(bare);
    }

    [Fact]
    public void Every_example_is_read_back_as_it_was_written()
    {
        var json = town.Stage.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        foreach (var example in Examples.All)
        {
            // What is only given has no constructor that reads it.
            if (example is TakenOverChat or SignedInNow) continue;
            var text = JsonSerializer.Serialize(example, example.GetType(), json);
            var read = JsonSerializer.Deserialize(text, example.GetType(), json);
            Assert.Equal(text, JsonSerializer.Serialize(read, example.GetType(), json));
            if (read is IChecked body) Assert.True(body.Fault is null, $"{example.GetType().Name}: {body.Fault}");
        }
    }

    [Fact]
    public async Task Every_name_is_written_as_the_gateway_writes_names()
    {
        // Paths name their parts as the code does; all else is snake_case, headers apart.
        foreach (var operation in await Operation.All(town.Stage))
            foreach (var (name, _) in operation.Parameters("query")) Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), name);
    }

    [Fact]
    public async Task Every_problem_of_the_description_is_named_and_explained()
    {
        foreach (var operation in await Operation.All(town.Stage))
            foreach (var response in operation.Description.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            {
                if (operation.Id == "Ready") continue; // 503 is its ordinary answer
                var problems = response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject().ToArray();
                Assert.NotEmpty(problems);
                foreach (var problem in problems)
                {
                    Assert.Contains($"`{problem.Name}`", response.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
                    var value = problem.Value.GetProperty("value");
                    Assert.Equal((problem.Name, response.Name), (value.GetProperty("code").GetString(), value.GetProperty("status").GetRawText()));
                }
            }
    }

    private static bool HasExample(Operation operation, JsonElement message)
    {
        // Text is its own example.
        foreach (var content in message.GetProperty("content").EnumerateObject().Where(content => content.Name != "text/plain"))
        {
            var schema = content.Value.GetProperty("schema");
            if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().First(one => one.TryGetProperty("$ref", out _));
            while (schema.TryGetProperty("$ref", out var reference)) schema = operation.Schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
            if (schema.TryGetProperty("type", out var type) && type.ValueEquals("array")) schema = operation.Schemas.GetProperty(schema.GetProperty("items").GetProperty("$ref").GetString()!.Split('/')[^1]);
            if (!schema.TryGetProperty("examples", out _)) return false;
        }

        return true;
    }
}
