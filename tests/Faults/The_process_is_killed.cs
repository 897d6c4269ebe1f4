using System.Collections.Concurrent;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Faults;

/// <summary>SIGKILL at each step of a chat's life, and a restart: nothing is lost, and nothing is done twice.</summary>
public sealed class The_process_is_killed
{
    private const int Lanes = 4;
    private static readonly ConcurrentDictionary<(int Story, bool OnPostgres), KillOutcome> Outcomes = [];

    [Theory]
    [InlineData("SQLite", 1, 9)]
    [InlineData("SQLite", 10, 16)]
    [InlineData("PostgreSQL", 1, 9)]
    [InlineData("PostgreSQL", 10, 16)]
    public async Task At_each_step_and_the_next_one_goes_on_where_it_was(string storage, int fromStep, int toStep)
    {
        var onPostgres = storage == "PostgreSQL";
        var (stories, failures) = (new ConcurrentQueue<int>(KillStory.Between(fromStep, toStep, onPostgres)), new ConcurrentQueue<string>());
        var all = stories.ToArray();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => PlayAll(stories, onPostgres, failures)));
        WriteTable();
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        Assert.All(all, story => Assert.True(Outcomes.ContainsKey((story, onPostgres))));
    }

    [Fact]
    public void What_the_documentation_says_of_each_step_is_what_is_played()
    {
        var told = Repository.Text("docs/reliability.md");
        Assert.Empty(KillStory.All.Where(story => !told.Contains(Row(story), StringComparison.Ordinal)).Select(Row));
    }

    private static async Task PlayAll(ConcurrentQueue<int> stories, bool onPostgres, ConcurrentQueue<string> failures)
    {
        KillLane? lane = null;
        while (stories.TryDequeue(out var number))
        {
            var story = KillStory.All[number];
            try
            {
                lane ??= await KillLane.Open(onPostgres);
                Outcomes[(number, onPostgres)] = await lane.Play(story);
            }
            catch (Exception cause)
            {
                failures.Enqueue($"{story.Step}, {story.Killed}: {cause.Message}");
                // What it left is not the next story's beginning.
                if (lane is not null) await lane.DisposeAsync();
                lane = null;
            }
        }

        if (lane is not null) await lane.DisposeAsync();
    }

    private static string Row(KillStory story) => $"| {story.Step} | {story.Killed} | {story.GoesOn} |";

    private static void WriteTable()
    {
        var lines = KillStory.All.Select((story, number) => $"{Row(story)} {Cell(number, false)} | {Cell(number, true)} |");
        Reports.Write("kill-points.md", ["| Step | Killed | What the next process does | SQLite | PostgreSQL |", "|---|---|---|---|---|", .. lines]);

        string Cell(int story, bool onPostgres) => Outcomes.TryGetValue((story, onPostgres), out var outcome) ? $"{outcome.Asked} / {outcome.OnThePhone}" : "";
    }
}
