using System.Text;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Stores;

/// <summary>
/// Media as plain files, readable by this process's user only:
/// <code>
/// folder/tenant/chat/attachment         the bytes
/// folder/tenant/chat/attachment.type    audio/ogg
/// folder/tenant/chat/attachment.…part   being written
/// </code>
/// The bytes get their name last, so whoever sees them sees all of them, and their type. A key names one attachment of one message for ever, so
/// that a type changes under a reader's eyes only if the same attachment is fetched twice and turns out another.
/// </summary>
internal sealed class FolderMediaStore(IOptions<MediaOptions> options) : IMediaStore
{
    private const string TypeSuffix = ".type";

    private readonly string _folder = Path.GetFullPath(options.Value.Folder);

    public async Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop)
    {
        var path = PathOf(key);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            using (var file = Create(part))
            {
                await content.CopyToAsync(file, stop);
                file.Flush(flushToDisk: true);
            }

            await WriteType(path, contentType, stop);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            throw Failed("keep", failure);
        }
        finally
        {
            Remove(part);
        }
    }

    public async Task<StoredMedia?> Open(MediaKey key, CancellationToken stop)
    {
        var path = PathOf(key);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
            return new(file, await File.ReadAllTextAsync(path + TypeSuffix, stop), file.Length);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // Without its type it is being deleted at this moment.
            if (file is not null) await file.DisposeAsync();
            return null;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            if (file is not null) await file.DisposeAsync();
            throw Failed("read", failure);
        }
    }

    public Task Delete(MediaKey key, CancellationToken stop)
    {
        var path = PathOf(key);
        try
        {
            Remove(path);
            // Its type, and what a process that died in the middle of a save has left.
            foreach (var rest in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*")) Remove(rest);
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            throw Failed("delete", failure);
        }

        return Task.CompletedTask;
    }

    public Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop)
    {
        try
        {
            Directory.Delete(FolderOf(tenant, chat), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            throw Failed("delete", failure);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, CancellationToken stop) => Entries(tenant, chat).ToAsyncEnumerable();

    private IEnumerable<MediaEntry> Entries(TenantId tenant, ChatId chat)
    {
        foreach (var file in Files(FolderOf(tenant, chat)))
        {
            // What is beside the bytes has a longer name. What was deleted since the folder was read has no length any more.
            if (Guid.TryParseExact(file.Name, "D", out var attachment) && file.Exists) yield return new(new(tenant, chat, attachment), file.Length);
        }
    }

    private static FileInfo[] Files(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFiles();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            throw Failed("list", failure);
        }
    }

    private static async Task WriteType(string path, string contentType, CancellationToken stop)
    {
        var part = $"{path}{TypeSuffix}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = Create(part))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(contentType), stop);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path + TypeSuffix, overwrite: true);
        }
        finally
        {
            Remove(part);
        }
    }

    private static FileStream Create(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, how);
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What is not there is fine, its folder included.</summary>
    private static void Remove(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }

    private static bool IsOfTheDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    private static MediaStoreException Failed(string what, Exception cause) => new($"The media folder could not {what} a file.", cause);

    private string FolderOf(TenantId tenant, ChatId chat) => Path.Combine(_folder, tenant.ToString(), chat.ToString());

    private string PathOf(MediaKey key) => Path.Combine(FolderOf(key.Tenant, key.Chat), key.Attachment.ToString("D"));
}
