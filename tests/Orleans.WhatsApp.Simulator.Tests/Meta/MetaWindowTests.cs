using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

public sealed class MetaWindowTests
{
    private static readonly JsonObject Template = new()
    {
        ["type"] = "template",
        ["template"] = new JsonObject { ["name"] = "reminder", ["language"] = new JsonObject { ["code"] = "tr" } },
    };

    [Fact]
    public async Task After_24_hours_a_free_message_fails_with_a_later_status_and_a_template_goes_through()
    {
        var clock = new ManualClock();
        await using var stage = await MetaStage.Set(options => options with { TimeProvider = clock });
        stage.Ayse.Write("Merhaba");

        await stage.World.WaitUntilIdle(); // a delivery that is under way would run out of time
        clock.Advance(TimeSpan.FromHours(24));
        var inside = await stage.SendText("just in time");
        clock.Advance(TimeSpan.FromSeconds(1));
        var outside = await stage.SendText("too late");
        var template = await stage.Send(Template);
        await stage.World.WaitUntilIdle();

        Assert.Equal((200, 200, 200), (inside.Status, outside.Status, template.Status));
        Assert.Equal(["just in time", null], stage.Ayse.Received.Select(message => message.Text));
        var failed = Assert.Single(stage.Statuses, status => (string?)status["status"] is "failed");
        Assert.Equal(MetaStage.Id(outside), (string?)failed["id"]);
        Assert.Equal(131047, (int)failed["errors"]![0]!["code"]!);
        var told = stage.Receiver.All.Single(told => told.Raw.Contains("131047", StringComparison.Ordinal));
        Shape.MustBeLike(Shape.Recorded("constructed_status_failed_131047"), told.Body);
    }

    [Fact]
    public async Task The_window_can_refuse_at_once_or_not_be_looked_at()
    {
        await using var stage = await MetaStage.Set();
        stage.World.Meta.OutsideWindow = ClosedWindow.Refused;

        var refused = await stage.SendText("nobody wrote to us");
        stage.World.Meta.OutsideWindow = ClosedWindow.Ignored;
        var sent = await stage.SendText("all the same");

        Assert.Equal((400, 131047), (refused.Status, MetaStage.Code(refused)));
        Shape.MustBeLike(Shape.Recorded("constructed_api_error_131047_http400"), refused.Body);
        Assert.Equal(200, sent.Status);
        Assert.Equal("all the same", Assert.Single(stage.Ayse.Received).Text);
    }

    [Fact]
    public async Task What_a_contact_writes_opens_the_window_again()
    {
        var clock = new ManualClock();
        await using var stage = await MetaStage.Set(options => options with { TimeProvider = clock });
        stage.Ayse.Write("Merhaba");
        await stage.World.WaitUntilIdle(); // a delivery that is under way would run out of time
        clock.Advance(TimeSpan.FromHours(30));
        stage.Ayse.Write("Hâlâ burada mısınız?");

        await stage.SendText("Evet");
        await stage.World.WaitUntilIdle();

        Assert.Equal("Evet", Assert.Single(stage.Ayse.Received).Text);
    }

    [Fact]
    public async Task Only_approved_templates_with_the_right_number_of_parameters_are_taken_once_some_are_added()
    {
        await using var stage = await MetaStage.Set();
        stage.World.Meta.AddTemplate("reminder", "tr", parameters: 1);

        var withoutParameter = await stage.Send(Template);
        var unknown = await stage.Send(new JsonObject
        {
            ["type"] = "template",
            ["template"] = new JsonObject { ["name"] = "offer", ["language"] = new JsonObject { ["code"] = "tr" } },
        });

        Assert.Equal((400, 132000), (withoutParameter.Status, MetaStage.Code(withoutParameter)));
        Assert.Equal((404, 132001), (unknown.Status, MetaStage.Code(unknown)));
    }
}
