using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Silo.Dashboard;
using Orleans.WhatsApp.Silo.Demo;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Silo.Import;
using Orleans.WhatsApp.Silo.OpenApi;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Webhooks;
using Orleans.WhatsApp.Storage;

if (HealthCommand.IsAsked(args)) return await HealthCommand.Run(args);
if (ImportCommand.IsAsked(args)) return await ImportCommand.Run(args);

var builder = SiloHost.CreateBuilder(args);
await using var world = await DemoWorld.StartIfWanted(builder.Configuration);
builder.AddLogs().AddStorage().AddGrains().AddFrontDoor();
builder.Services
    .AddUnipile(builder.Configuration)
    .AddMetaCloud(builder.Configuration)
    .AddWappi(builder.Configuration)
    .AddElevenLabs(builder.Configuration)
    .AddMedia(builder.Configuration)
    .AddSignIn(builder.Configuration)
    .AddRest()
    .AddHealth()
    .AddApiDescription()
    .AddDemo(world);

var app = builder.Build();
app.Services.BeginCounting();
await app.Services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
await app.Services.GetRequiredService<Bootstrap>().Run();

app.UseFrontDoor();
app.UseDashboard(DashboardServing.Folder);
app.UseSignIn();
app.MapWebhooks();
app.MapSignIn();
app.MapRest();
app.MapHealth();
app.MapApiDescription();
app.MapDemo();
await app.RunAsync();
return 0;
