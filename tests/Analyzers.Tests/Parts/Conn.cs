using System.Net.Sockets;

namespace Samples.Parts;

/// <summary>A resource of the system, for samples that are about its keepers.</summary>
public sealed class Conn : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Conn(string id) => Id = id;

    public string Id { get; }

    public bool IsDead { get; private set; }

    public bool IsConnected => !IsDead;

    public void Send(string text) => socket.Send(System.Text.Encoding.UTF8.GetBytes(text));

    public void Shutdown()
    {
        IsDead = true;
        socket.Dispose();
    }

    public void Dispose() => Shutdown();
}
