namespace Orleans.WhatsApp.Silo.Import;

public sealed class ImportRequestTests
{
    [Theory]
    [InlineData("/export", "/export", false, null)]
    [InlineData("/export --dry-run", "/export", true, null)]
    [InlineData("--dry-run /export --report /tmp/skipped", "/export", true, "/tmp/skipped")]
    public void A_request_names_a_folder_and_what_else_it_wants(string asked, string folder, bool isDry, string? report) =>
        Assert.Equal(new ImportRequest(folder, isDry, report), ImportRequest.Of(asked.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("--dry-run")]
    [InlineData("/export /another")]
    [InlineData("/export --report")]
    [InlineData("/export --report a --report b")]
    [InlineData("/export --force")]
    public void Anything_else_is_no_request(string asked) => Assert.Null(ImportRequest.Of(asked.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Only_the_first_word_makes_the_command()
    {
        Assert.True(ImportCommand.IsAsked(["import", "/export"]));
        Assert.False(ImportCommand.IsAsked(["--urls", "import"]));
        Assert.False(ImportCommand.IsAsked([]));
    }
}
