using System.Net;
using System.Net.Sockets;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast16.B49
{
        internal sealed class Tunnel : IDisposable
        {
            private readonly TcpClient m_client;
            private readonly TcpClient m_upstream = new TcpClient();

            public Tunnel(TcpClient client) { m_client = client; }

            public async Task RunAsync(IPEndPoint target, CancellationToken ct)
            {
                await m_upstream.ConnectAsync(target.Address, target.Port, ct).ConfigureAwait(false);
                NetworkStream a = m_client.GetStream();
                NetworkStream b = m_upstream.GetStream();
                await Task.WhenAny(a.CopyToAsync(b, ct), b.CopyToAsync(a, ct)).ConfigureAwait(false);
            }

            public void Dispose()
            {
                m_client.Dispose();
                m_upstream.Dispose();
            }
        }

        public sealed class TcpForwarder : IDisposable
        {
            private readonly HashSet<Tunnel> m_tunnels = new HashSet<Tunnel>();
            private readonly object m_lock = new object();
            private readonly IPEndPoint m_target;
            private long m_served;

            public TcpForwarder(IPEndPoint target) { m_target = target; }

            public long Served { get { return Interlocked.Read(ref m_served); } }

            public int ActiveTunnels
            {
                get { lock (m_lock) { return m_tunnels.Count; } }
            }

            /// <summary>Called by the acceptor, which belongs to the caller.</summary>
            public async Task ForwardAsync(TcpClient client, CancellationToken ct)
            {
                Tunnel tunnel = new Tunnel(client);
                lock (m_lock)
                {
                    m_tunnels.Add(tunnel); //! LEAK4002
                }

                try
                {
                    await tunnel.RunAsync(m_target, ct).ConfigureAwait(false);
                    Interlocked.Increment(ref m_served);
                }
                catch (SocketException)
                {
                }
                catch (IOException)
                {
                }
                catch (ObjectDisposedException)
                {
                }
                finally
                {
                    Release(tunnel);
                }
            }

            private void Release(Tunnel tunnel)
            {
                lock (m_lock)
                {
                    m_tunnels.Remove(tunnel);
                }
                tunnel.Dispose();
            }

            public void Dispose()
            {
                Tunnel[] all;
                lock (m_lock)
                {
                    all = new Tunnel[m_tunnels.Count];
                    m_tunnels.CopyTo(all);
                    m_tunnels.Clear();
                }
                foreach (Tunnel tunnel in all)
                {
                    try { tunnel.Dispose(); }
                    catch (SocketException) { }
                }
            }
        }
}
