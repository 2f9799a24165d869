using System.Net.Sockets;
using System.Threading.Channels;

// Each program lacks what makes its look-alike right.
namespace Samples.KnownHere2.A9_POOL_REFUSES
{
    public sealed class PrinterPool : IDisposable
    {
        private readonly Channel<TcpClient> _idle;
        private readonly string _host;

        public PrinterPool(string host, int capacity)
        {
            _host = host;
            _idle = Channel.CreateBounded<TcpClient>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });
        }

        public async Task PrintAsync(ReadOnlyMemory<byte> zpl, CancellationToken token)
        {
            var session = await RentAsync(token);
            var sound = false;
            try
            {
                await session.GetStream().WriteAsync(zpl, token);
                sound = true;
            }
            finally
            {
                if (sound)
                    Return(session);
                else
                    session.Dispose();
            }
        }

        private async Task<TcpClient> RentAsync(CancellationToken token)
        {
            if (_idle.Reader.TryRead(out var session))
                return session;
            var made = new TcpClient();
            try
            {
                await made.ConnectAsync(_host, 9100, token);
                return made;
            }
            catch
            {
                made.Dispose();
                throw;
            }
        }

        private void Return(TcpClient session)
        {
            _idle.Writer.TryWrite(session); //! LEAK1006
        }

        public void Dispose()
        {
            _idle.Writer.TryComplete();
            while (_idle.Reader.TryRead(out var session))
                session.Dispose();
        }
    }
}
