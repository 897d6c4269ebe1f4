using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Tests.Stores;

public sealed class FolderMediaStoreTests : MediaStoreConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media-").FullName;
    private readonly ServiceProvider _services;

    public FolderMediaStoreTests()
    {
        _services = Stage.Services([("Media:Folder", Path.Combine(_folder, "media"))]);
        Store = _services.GetRequiredService<IMediaStore>();
    }

    public override IMediaStore Store { get; }

    private static MediaKey AnyKey => Key(new(Guid.NewGuid()), new(Guid.NewGuid()), 0);

    [Fact]
    public async Task Each_lies_under_its_tenant_and_chat_and_nothing_else_is_left()
    {
        var key = AnyKey;
        await Save(key, "bytes", "image/jpeg");
        await Save(key, "bytes", "image/jpeg");
        Assert.Equal([PathOf(key), PathOf(key) + ".type"], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_reads_them()
    {
        if (OperatingSystem.IsWindows()) return; // its folders are their owner's by other means
        var key = AnyKey;
        await Save(key, "bytes", "image/jpeg");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(key)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(PathOf(key))!));
    }

    [Fact]
    public async Task What_a_save_left_when_its_process_died_is_nothing_and_goes_with_the_rest()
    {
        var key = AnyKey;
        await Save(key, "bytes", "image/jpeg");
        await File.WriteAllTextAsync($"{PathOf(key)}.{Guid.NewGuid():N}.part", "byt");
        Assert.Equal([new(key, 5)], await List(key));
        await Store.Delete(key, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Bytes_without_their_type_are_not_there()
    {
        var key = AnyKey;
        await Save(key, "bytes", "image/jpeg");
        File.Delete(PathOf(key) + ".type");
        Assert.Null(await Store.Open(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_failure_of_the_store()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "media"), "a file where the folder should be");
        await Assert.ThrowsAsync<MediaStoreException>(() => Save(AnyKey, "bytes", "image/jpeg"));
    }

    [Fact]
    public async Task A_disk_that_fails_is_a_failure_of_the_store_whatever_it_was_asked()
    {
        var key = AnyKey;
        // A folder where the file should be: as unreadable to a process that may do anything as to any other.
        Directory.CreateDirectory(PathOf(key));
        await Assert.ThrowsAsync<MediaStoreException>(() => Save(key, "bytes", "image/jpeg"));
        await Assert.ThrowsAsync<MediaStoreException>(async () => await Store.Open(key, CancellationToken.None));
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(MediaKey key) => Path.Combine(_folder, "media", key.Tenant.ToString(), key.Chat.ToString(), key.Attachment.ToString("D"));
}
