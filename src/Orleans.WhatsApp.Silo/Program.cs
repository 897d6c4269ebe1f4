using Orleans.WhatsApp.Silo;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.OpenApi;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Webhooks;

var builder = WebApplication.CreateBuilder(args);
builder.AddFrontDoor();
builder.Services.AddSignIn(builder.Configuration).AddRest().AddHealth().AddApiDescription();

var app = builder.Build();
app.UseFrontDoor();
app.UseAuthentication();
app.UseAuthorization();
app.MapWebhooks();
app.MapSignIn();
app.MapRest();
app.MapHealth();
app.MapApiDescription();
app.MapFrontPage();
await app.RunAsync();
