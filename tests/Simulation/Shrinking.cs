namespace Orleans.WhatsApp.Simulation;

/// <summary>Finds a short story of a long one that breaks a promise: whatever can be left out is left out.</summary>
internal static class Shrinking
{
    /// <param name="runs">How many runs that may take.</param>
    public static Story Shortest(Story story, int runs, Flaw? flaw = null)
    {
        for (var size = Math.Max(1, story.Incidents.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var before = story.Incidents.Count;
            for (var start = 0; start < story.Incidents.Count;)
            {
                if (runs-- == 0) return story;
                var shorter = story with { Incidents = [.. story.Incidents.Take(start), .. story.Incidents.Skip(start + size)] };
                if (Outcome.Of(shorter, flaw).Broken is null) start += size;
                else story = shorter;
            }

            if (size == 1 && story.Incidents.Count == before) return story;
        }
    }
}
